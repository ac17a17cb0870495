// The words of the chart and the map, until the catalogues have them; both take `words` to be given others.

export interface FrameWords {
  asTable: string;
  asChart: string;
  drawing: string;
  noRows: string;
  missing: string;
  value: string;
  between: (low: string, high: string) => string;
  atMost: (high: string) => string;
  pickOnMap: string;
  noneChosen: string;
  noFigure: string;
  mapKeys: string;
  boundaries: string;
}

const en: FrameWords = {
  asTable: "Show as table",
  asChart: "Show as chart",
  drawing: "The chart is being drawn …",
  noRows: "There is nothing to show.",
  missing: "missing",
  value: "value",
  between: (low, high) => `${low} to ${high}`,
  atMost: (high) => `up to ${high}`,
  pickOnMap: "Country on the map",
  noneChosen: "none chosen",
  noFigure: "no figure",
  mapKeys: "The arrow keys go from country to country, Enter chooses one.",
  boundaries:
    "Shapes, names and boundaries: Natural Earth, in the public domain. It draws who controls a territory; this project takes no position on any boundary or status.",
};

const ko: FrameWords = {
  asTable: "표로 보기",
  asChart: "그래프로 보기",
  drawing: "그래프를 그리는 중 …",
  noRows: "표시할 내용이 없습니다.",
  missing: "자료 없음",
  value: "값",
  between: (low, high) => `${low}–${high}`,
  atMost: (high) => `${high} 이하`,
  pickOnMap: "지도에서 국가 선택",
  noneChosen: "선택 안 함",
  noFigure: "수치 없음",
  mapKeys: "화살표 키로 국가 사이를 이동하고 Enter 키로 선택합니다.",
  boundaries:
    "지형, 명칭, 경계: Natural Earth(퍼블릭 도메인). 실효 지배를 기준으로 그린 것이며, 이 프로젝트는 어떤 경계나 지위에 대해서도 입장을 취하지 않습니다.",
};

/** Give the page's language, as its root element states it. */
export const language = (): string => document.documentElement.lang || "en";

/** Give the words in the page's language. */
export function frameWords(own: Partial<FrameWords> = {}): FrameWords {
  return { ...(language().startsWith("ko") ? ko : en), ...own };
}
