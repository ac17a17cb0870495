// The chart and the map, in English.

export const frame = {
  "chart.as_table": "Show as table",
  "chart.as_chart": "Show as chart",
  "chart.swipe": "Swipe to see the rest",
  "chart.about": "What is drawn, and from what",
  "chart.drawing": "The chart is being drawn …",
  "col.scenario": "Scenario",
  "col.party": "Party",
  "col.origin": "From",
  "col.destination": "To",
  "col.use": "Use",
  "col.variable": "Measure",
  "col.draw": "Draw",
  "map.loading": "The map is on its way …",
  "map.as_map": "Show as map",
  "map.between": "{low} to {high}",
  "map.missing": "no figure",
  "map.said": "{name}: {value}",
  "map.title": "Map: {label}",
  "map.choose": "Country on the map",
  "map.none": "none chosen",
  "map.keys": "The arrow keys go from country to country; Enter chooses one.",
  "map.boundaries":
    "Shapes and boundaries: Natural Earth (public domain). It draws who controls a territory in fact; this program takes no position on any boundary or status.",
} as const;
