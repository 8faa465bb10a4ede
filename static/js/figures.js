// Draws the figures of a company page: revenue and expense as columns, money as a line. Colours come from the tokens.
"use strict";
(() => {
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const yuan = (value) => Number(value).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

  const axis = (name, lines) => ({
    type: "value",
    name,
    nameTextStyle: { color: token("--zf-ink-soft") },
    axisLabel: { color: token("--zf-ink-soft") },
    splitLine: { show: lines, lineStyle: { color: token("--zf-line") } },
  });

  const options = (box, data) => ({
    color: [token("--zf-chart-1"), token("--zf-chart-2"), token("--zf-chart-3")],
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    grid: { left: 8, right: 8, top: 56, bottom: 8, containLabel: true },
    legend: { top: 0, textStyle: { color: token("--zf-ink-soft") } },
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: yuan },
    xAxis: { type: "category", data: data.periods, axisLabel: { color: token("--zf-ink-soft") } },
    yAxis: [axis(box.dataset.unit, true), axis(box.dataset.money, false)],
    series: [
      { name: box.dataset.revenue, type: "bar", barMaxWidth: 28, data: data.revenue },
      { name: box.dataset.expense, type: "bar", barMaxWidth: 28, data: data.expense },
      { name: box.dataset.money, type: "line", yAxisIndex: 1, data: data.money },
    ],
  });

  for (const box of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const chart = echarts.init(box, null, { renderer: "svg" });
    const draw = () => chart.setOption(options(box, data), true);
    draw();
    addEventListener("resize", () => chart.resize());
    document.addEventListener("zf:theme", draw);
  }
})();
