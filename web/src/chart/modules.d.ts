// Vega's parts come without types of their own; those of the whole are the same.

declare module "vega-dataflow" {
  export { transforms } from "vega";
}
declare module "vega-encode";
declare module "vega-parser" {
  export { parse } from "vega";
}
declare module "vega-transforms";
declare module "vega-view" {
  export { View } from "vega";
}
declare module "vega-view-transforms";
declare module "virtual:shapes" {
  const shapes: import("../../shapes").Shapes;
  export default shapes;
}
