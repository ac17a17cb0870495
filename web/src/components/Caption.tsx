// What stands below a chart: what it measures, by which formula, and from which data.

import { useText } from "../texts";
import { Formula } from "./Formula";

export interface CaptionParts {
  title: string;
  measures: {
    name: string;
    short: string;
    label: string;
    formula: string;
    citation: string;
    coverage: string;
    estimated: boolean;
  }[];
  sources: string[];
}

export function Caption({ parts }: { parts: CaptionParts }) {
  const t = useText();
  return (
    <div class="chart-caption">
      <p>{parts.title}.</p>
      <dl>
        {parts.measures.map((one) => (
          <div key={one.name}>
            <dt>{one.short}</dt>
            <dd>
              {one.label}
              {one.estimated && <em> ({t("sources.estimated")})</em>}
              <Formula mathml={one.formula} />
              <span class="quiet">{[one.citation, one.coverage].filter(Boolean).join("; ")}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        {t("sources.data")}: {parts.sources.join("; ")}
      </p>
    </div>
  );
}
