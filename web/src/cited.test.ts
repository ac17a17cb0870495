import { expect, test } from "vitest";
import type { Meta } from "./api";
import { asBibtex, asText, cited, report } from "./cited";

const meta = (question: string) =>
  ({
    question,
    baseline: [
      {
        source: "icio-2025",
        title: "Tables & flows",
        edition: "2025",
        year: [2008, 2022],
        licence: "CC BY 4.0",
        citation: "OECD (2025), Inter-Country Input-Output Tables, https://www.oecd.org/en/data.html",
      },
    ],
  }) as unknown as Meta;

test("a source is cited once, with the questions that rest on it", () => {
  report({ meta: meta("rely") });
  report({ meta: meta("simulate") });
  report({ meta: meta("rely") });
  expect(cited.get()).toHaveLength(1);
  expect(cited.get()[0]?.questions).toEqual(["rely", "simulate"]);
});

test("citations are written as text and as BibTeX", () => {
  expect(asText(cited.get())).toBe(
    "Tables & flows. OECD (2025), Inter-Country Input-Output Tables, https://www.oecd.org/en/data.html. (2025; 2008–2022). Licence: CC BY 4.0\n",
  );
  const made = asBibtex(cited.get());
  expect(made).toContain("@misc{icio-2025,");
  expect(made).toContain("  title = {Tables \\& flows}");
  expect(made).toContain("  author = {{OECD}}");
  expect(made).toContain("  year = {2025}");
  expect(made).toContain("\\url{https://www.oecd.org/en/data.html}");
});

test("every citation begins with its title, which is said once", () => {
  const one = { source: "facts", questions: [], edition: "2026" };
  expect(asText([{ ...one, title: "Tables of facts", citation: "the sources that its rows cite." }])).toBe("Tables of facts. the sources that its rows cite. (2026)\n");
  expect(asText([{ ...one, title: "Tables of facts", citation: "Tables of Facts, 2026" }])).toBe("Tables of Facts, 2026. (2026)\n");
  expect(asText([one])).toBe("facts. (2026)\n");
});
