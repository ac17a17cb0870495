// The chart and the map, in Korean.

import type { frame as english } from "./frame.en";

export const frame: Record<keyof typeof english, string> = {
  "chart.as_table": "표로 보기",
  "chart.as_chart": "그림으로 보기",
  "chart.swipe": "옆으로 밀면 나머지가 보입니다",
  "chart.about": "무엇을, 어떤 자료로 그렸는가",
  "chart.drawing": "그림을 그리는 중 …",
  "col.scenario": "시나리오",
  "col.party": "당사자",
  "col.origin": "공급국",
  "col.destination": "수요국",
  "col.use": "용도",
  "col.variable": "지표",
  "col.draw": "추출",
  "map.loading": "지도를 불러오는 중 …",
  "map.as_map": "지도로 보기",
  "map.between": "{low}~{high}",
  "map.missing": "자료 없음",
  "map.said": "{name}: {value}",
  "map.title": "지도: {label}",
  "map.choose": "지도에서 국가 선택",
  "map.none": "선택 안 함",
  "map.keys": "화살표 키로 국가 사이를 옮겨 다니고 Enter 키로 고릅니다.",
  "map.boundaries":
    "지형과 경계: Natural Earth(퍼블릭 도메인). 실효 지배를 기준으로 그린 것이며, 이 프로그램은 어떤 경계나 지위에 대해서도 입장을 취하지 않습니다.",
};
