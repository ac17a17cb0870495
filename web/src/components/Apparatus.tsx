// What stands under every answer: warnings, downloads, the same elsewhere, sources.

import type { Answer, Arguments } from "../api";
import { Downloads } from "./Downloads";
import { Same } from "./Same";
import { Sources } from "./Sources";
import { Warnings } from "./Warnings";

interface Props {
  answer: Answer;
  question: string;
  args: Arguments;
  chart?: string;
  choices?: Record<string, string>;
}

export function Apparatus({ answer, question, args, chart, choices }: Props) {
  return (
    <>
      <Warnings answer={answer} />
      <footer class="apparatus">
        <Downloads question={question} args={args} chart={chart} choices={choices} />
        <Same answer={answer} />
        <Sources answer={answer} />
      </footer>
    </>
  );
}
