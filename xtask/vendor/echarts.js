// The chart library, cut down to what the figures use. Loaded late, as a module, from our own files.
import { init, getInstanceByDom, use } from "echarts/core";
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  GraphicComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
} from "echarts/components";
import { LabelLayout } from "echarts/features";
import TooltipRichContent from "echarts/lib/component/tooltip/TooltipRichContent.js";
import { SVGRenderer } from "echarts/renderers";

use([
  AriaComponent,
  BarChart,
  CustomChart,
  GraphicComponent,
  GridComponent,
  LabelLayout,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  ScatterChart,
  SVGRenderer,
  TooltipComponent,
]);

// A tooltip that still covers a mark, as the pointer has come from the one beside it, would take the press that is meant
// for the mark.
const { setContent } = TooltipRichContent.prototype;
TooltipRichContent.prototype.setContent = function (...content) {
  setContent.apply(this, content);
  this.el.silent = true;
};

export { init, getInstanceByDom };
export default { init, getInstanceByDom };
