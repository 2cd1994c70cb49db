//! The report's style sheet: light or dark as the system is, and for paper.

/// The page's style sheet.
pub(super) const STYLE: &str = r":root {
  color-scheme: light dark;
  --background: #fbfbfc; --panel: #f3f4f6; --line: #dfe2e7; --text: #1b1e24; --weak: #59616d;
}
@media (prefers-color-scheme: dark) {
  :root { --background: #16181d; --panel: #1c1f26; --line: #2a2e37; --text: #e6e8ec; --weak: #a0a7b3; }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--background); color: var(--text);
  font: 14px/1.5 Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
main { max-width: 960px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 24px; font-weight: 600; margin: 0 0 8px; overflow-wrap: anywhere; }
h2 { font-size: 16px; font-weight: 600; margin: 40px 0 8px; }
h3 { font-size: 14px; font-weight: 600; margin: 16px 0 4px; }
p { margin: 4px 0; max-width: 72ch; overflow-wrap: anywhere; }
.notes { white-space: pre-wrap; margin-bottom: 12px; }
.weak, small, figcaption { color: var(--weak); }
.missing { border-left: 3px solid var(--weak); padding-left: 8px; margin: 12px 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 8px 0; }
dt { color: var(--weak); }
dd { margin: 0; overflow-wrap: anywhere; }
ul { margin: 4px 0; padding-left: 20px; }
.swatch { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px; }
.scale { display: inline-block; width: 96px; height: 10px; border-radius: 2px; vertical-align: middle; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: 3px 12px 3px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 500; }
thead th { border-bottom: 2px solid var(--line); vertical-align: bottom; }
th.figure, td.figure { text-align: right; padding: 3px 0 3px 24px; max-width: 220px; overflow-wrap: anywhere; }
tbody th { color: var(--weak); font-weight: 400; white-space: nowrap; }
td.best { font-weight: 700; }
.gallery th, .gallery td { border: 0; padding: 0 12px 2px 0; line-height: 1.25; vertical-align: middle; }
.gallery tbody th { color: var(--text); min-width: 120px; max-width: 160px; white-space: normal; overflow-wrap: anywhere; }
.gallery tbody tr.first > * { padding-top: 10px; }
img { display: block; image-rendering: pixelated; }
svg { display: block; max-width: 100%; height: auto; }
svg .paper { fill: none; }
svg .line { stroke: var(--line); }
svg .text { fill: var(--text); }
svg .weak, svg .weak-fill { fill: var(--weak); }
svg .weak-stroke { stroke: var(--weak); }
.spaces { display: flex; flex-wrap: wrap; gap: 16px; }
figure { margin: 0; break-inside: avoid; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 8px 0; }
details { border-top: 1px solid var(--line); padding: 6px 0; }
summary { cursor: pointer; }
pre {
  background: var(--panel); padding: 12px; margin: 8px 0; font: 12px/1.4 monospace;
  white-space: pre-wrap; overflow-wrap: anywhere;
}
@media print {
  @page { margin: 16mm; }
  :root { color-scheme: light; --background: #fff; --panel: #f3f4f6; --line: #ccc; --text: #000; --weak: #444; }
  body { font-size: 11px; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  tr, svg, img { break-inside: avoid; }
  .swatch, img { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroll { overflow: visible; }
  details::details-content { content-visibility: visible; height: auto; }
}
";
