const LIGHT = `color-scheme:light;--ground:#f5f6f8;--card:#fff;--sunk:#eef0f4;--ink:#1a1e26;--dim:#5f6877;--line:#dfe3e9;
--accent:#2563d9;--ok:#0d7a55;--ok-soft:#dff4ea;--bad:#c0273a;--bad-soft:#fde6e8;--warn:#8f5200;--warn-soft:#fdf0d8;
--shadow:0 1px 2px #1018280f,0 4px 14px #1018280d`;

const DARK = `color-scheme:dark;--ground:#0e1116;--card:#161a21;--sunk:#1e232c;--ink:#e7eaf0;--dim:#98a2b3;--line:#2a303b;
--accent:#7ba7ff;--ok:#4fcf9f;--ok-soft:#12352a;--bad:#ff8089;--bad-soft:#41191e;--warn:#f2b85f;--warn-soft:#3a2a10;
--shadow:0 1px 2px #0006`;

/** The look of the HTML report. */
export const STYLE = `:root{${LIGHT};--settle:#7a8aa0;--capture:#5b9bd5;--encode:#3fb6b2;--save:#8cc152;--decide:#a06cd5;--judge:#e8a33d;
--confirm:#e06377;--act:#2f7de1;--check:#2fae76}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK}}}
:root[data-theme=dark]{${DARK}}
*{box-sizing:border-box}
html{scroll-padding-top:12px}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;
overflow-wrap:anywhere}
h1,h2,h3,p,dl,dd,ul,ol,figure,blockquote{margin:0;padding:0}ul,ol{list-style:none}
code,pre,kbd{font:.92em/1.45 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
time{color:var(--dim);font-variant-numeric:tabular-nums;white-space:nowrap}.dim{color:var(--dim)}
a{color:var(--accent)}
button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:4px 10px;cursor:pointer}
button:hover:not(:disabled){border-color:var(--accent)}button:disabled{opacity:.5;cursor:default}
button[aria-pressed=true]{background:var(--bad-soft);border-color:var(--bad);color:var(--bad)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.hero{background:var(--card);border-bottom:1px solid var(--line);border-top:5px solid var(--bad)}
.hero.passed{border-top-color:var(--ok)}.hero.running,.hero.stopped,.hero.out-of-budget,.hero.interrupted{border-top-color:var(--warn)}
.hero .inner{max-width:1480px;margin:0 auto;padding:26px 28px 22px}
.hero h1{font-size:30px;line-height:1.2;letter-spacing:-.015em;margin:10px 0 4px}
.ending{display:flex;gap:12px;align-items:center;flex-wrap:wrap}.goal{margin-top:6px;font-size:17px}
.ending .chip{font-size:15px;font-weight:650;padding:4px 14px;background:var(--bad-soft);color:var(--bad)}
.passed .ending .chip{background:var(--ok-soft);color:var(--ok)}
.running .ending .chip,.stopped .ending .chip,.out-of-budget .ending .chip,.interrupted .ending .chip{background:var(--warn-soft);color:var(--warn)}
.warning{margin-top:12px;padding:9px 14px;border-radius:8px;background:var(--warn-soft);color:var(--warn);font-weight:550}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:14px 26px;margin:20px 0 4px}
.tiles dt{color:var(--dim);font-size:12.5px}.tiles dd{font-weight:600}
.columns{display:grid;grid-template-columns:300px minmax(0,1fr);gap:30px;max-width:1480px;margin:0 auto;padding:24px 28px 60px}
nav{position:sticky;top:16px;align-self:start;max-height:calc(100vh - 32px);overflow:auto;font-size:14px;padding:2px}
.tools{display:flex;flex-wrap:wrap;gap:8px;margin-bottom:12px}
.keys{width:100%;color:var(--dim);font-size:12px;line-height:1.9}
kbd{background:var(--sunk);border:1px solid var(--line);border-bottom-width:2px;border-radius:4px;padding:0 5px;font-size:11px}
nav ol ol{margin-left:15px;border-left:1px solid var(--line)}
nav a{display:flex;gap:9px;align-items:center;padding:5px 8px;border-radius:7px;color:inherit;text-decoration:none}
nav a:hover{background:var(--sunk)}nav .name{flex:1;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}nav time{font-size:12px}
.icon{flex:none;display:inline-grid;place-items:center;min-width:21px;height:21px;padding:0 4px;border-radius:11px;font-size:12px;font-weight:700;
background:var(--sunk);color:var(--dim)}
.icon.passed{background:var(--ok-soft);color:var(--ok)}.icon.failed,.icon.open{background:var(--bad-soft);color:var(--bad)}
.icon.warned{background:var(--warn-soft);color:var(--warn)}
.failures{border:1px solid color-mix(in srgb,var(--bad) 55%,var(--line));border-radius:12px;background:var(--card);padding:16px 20px;margin:0 0 28px}
.failures h2{font-size:18px;margin:0 0 8px}.failures article+article{margin-top:18px;padding-top:14px;border-top:1px solid var(--line)}
.failures .reason{margin:2px 0 10px}.failures figure{max-width:620px}
.step{margin:0 0 26px}.step .step{margin:14px 0 14px 18px;padding-left:16px;border-left:2px solid var(--line)}
.step h2{display:flex;align-items:center;gap:11px;font-size:18px;line-height:1.3;margin-bottom:10px}
.step h2 .name{flex:0 1 auto}.step h2 time{margin-left:auto;font-size:13px;font-weight:400}
.kind{font-size:12px;font-weight:500;color:var(--dim);border:1px solid var(--line);border-radius:5px;padding:0 7px}
.reason{margin:-2px 0 12px 32px;color:var(--dim)}.reason.failed{color:var(--bad);font-weight:550}.reason.warned{color:var(--warn)}
.act{background:var(--card);border:1px solid var(--line);border-radius:12px;margin:0 0 12px;box-shadow:var(--shadow);
content-visibility:auto;contain-intrinsic-size:auto 60px}
.act[open]{contain-intrinsic-size:auto 560px}
.act.bad{border-color:color-mix(in srgb,var(--bad) 55%,var(--line))}
.act summary{display:flex;gap:12px;align-items:center;padding:11px 16px;cursor:pointer;list-style:none;border-radius:12px}
.act summary::-webkit-details-marker{display:none}
.number{flex:none;min-width:26px;text-align:center;font-size:13px;font-weight:650;color:var(--dim);background:var(--sunk);border-radius:6px;padding:1px 5px;
font-variant-numeric:tabular-nums}
.what{flex:1;font-weight:600}.chips{display:flex;gap:7px;align-items:center;flex-wrap:wrap;justify-content:flex-end}.chips time{min-width:58px;text-align:right;font-size:13px}
.chip{display:inline-block;font-size:12.5px;line-height:1.5;font-weight:550;border-radius:999px;padding:1px 10px;background:var(--sunk);color:var(--dim);white-space:nowrap}
.chip.done,.chip.check-holds,.chip.verdict-allow,.chip.answer-yes{background:var(--ok-soft);color:var(--ok)}
.chip.failed,.chip.refused,.chip.unknown,.chip.open,.chip.check-fails,.chip.check-unknown,.chip.verdict-refuse,.chip.answer-no{background:var(--bad-soft);color:var(--bad)}
.chip.asked,.chip.verdict-ask,.chip.stale,.chip.check-weak{background:var(--warn-soft);color:var(--warn)}
.body{padding:4px 16px 16px}
blockquote{border-left:3px solid var(--accent);padding:1px 0 1px 13px;margin:2px 0 14px;color:var(--dim);font-style:italic;white-space:pre-wrap}
.shots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:16px}
.view{position:relative;display:block;width:100%;padding:0;border:1px solid var(--line);border-radius:8px;overflow:hidden;background:var(--sunk);cursor:zoom-in}
.view svg{position:relative;display:block;width:100%;height:auto}
.crop{max-width:420px;margin-top:8px}.crop .view img{display:block;width:100%;height:auto;min-height:40px}
.detail{display:flex;gap:24px;align-items:flex-start;flex-wrap:wrap;margin-top:15px}.detail .facts{flex:1 1 420px}.detail>.shot{flex:0 1 320px;min-width:220px}
.missing{display:grid;place-items:center;position:absolute;inset:0;color:var(--dim);font-size:13px;padding:8px}.crop .missing{position:static;padding:18px}
figcaption{color:var(--dim);font-size:12.5px;margin-top:5px}figcaption b{color:var(--ink);font-weight:600}
svg .target,svg .control,svg .path,svg .point,svg .halo{fill:none;vector-effect:non-scaling-stroke}
svg .target{stroke:#ff2d55;stroke-width:2px}svg .control{stroke:#ff2d55;stroke-width:1.5px;stroke-dasharray:5 4}
svg .path{stroke:#ff2d55;stroke-width:2.5px}
svg .halo{stroke:#fff;stroke-width:5px;opacity:.85}svg .point{stroke:#ff2d55;stroke-width:2.5px}svg .dot{fill:#ff2d55;stroke:#fff;stroke-width:1px;vector-effect:non-scaling-stroke}
.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:7px 18px;font-size:14px}
.facts dt{color:var(--dim)}.checks li{margin-bottom:4px}.facts code{white-space:pre-wrap}
.times{margin-top:16px}.times svg{display:block;width:100%;height:8px;border-radius:4px;background:var(--sunk)}
.times ul{display:flex;flex-wrap:wrap;gap:2px 18px;margin-top:7px;font-size:12.5px;color:var(--dim)}
.times li::before{content:"";display:inline-block;width:9px;height:9px;border-radius:3px;margin-right:6px;background:var(--swatch)}
.times b{color:var(--ink);font-weight:600;font-variant-numeric:tabular-nums}
${['settle', 'capture', 'encode', 'save', 'decide', 'judge', 'confirm', 'act', 'check']
  .map((phase) => `rect.p-${phase}{fill:var(--${phase})}li.p-${phase}{--swatch:var(--${phase})}`)
  .join('')}
.note{background:var(--sunk);border-radius:9px;padding:8px 14px;margin:0 0 12px;white-space:pre-wrap}
.note.aside{background:none;border:1px dashed var(--line);color:var(--dim)}
.difference{background:var(--card);border:1px solid var(--bad);border-radius:12px;padding:14px 16px;margin:0 0 12px;box-shadow:var(--shadow)}
.difference p{color:var(--bad);font-weight:600}.difference>.shot{margin-top:14px;max-width:720px}
.empty{color:var(--dim)}
.after{margin-top:34px;border-top:1px solid var(--line);padding-top:18px}.after h3{font-size:15px;margin:14px 0 6px}
table{border-collapse:collapse;font-size:14px}th,td{text-align:left;vertical-align:top;padding:4px 22px 4px 0;border-bottom:1px solid var(--line);white-space:pre-wrap}
th{font-weight:550;color:var(--dim)}
.after details{margin-top:16px}.after summary{cursor:pointer;font-weight:600}
pre{background:var(--card);border:1px solid var(--line);border-radius:9px;padding:14px 16px;overflow:auto}
.seal{margin-top:22px;color:var(--dim);font-size:12.5px}
dialog{max-width:96vw;max-height:96vh;width:max-content;padding:12px;border:1px solid var(--line);border-radius:12px;background:var(--card);color:var(--ink)}
dialog::backdrop{background:#000a}dialog .stage .view{width:min(92vw,calc(84vh * 1.6));cursor:zoom-out}
dialog .stage .view img{display:block;width:100%;height:auto}
dialog p{margin-top:8px;font-size:13.5px;color:var(--dim)}
.failed-only .good,.failed-only main>.note{display:none}
@media (max-width:900px){.columns{grid-template-columns:minmax(0,1fr);padding:18px 16px 40px}nav{position:static;max-height:none}.hero .inner{padding:20px 16px}
.act summary{flex-wrap:wrap}.what{flex-basis:60%}.keys{display:none}}
@media print{nav,dialog{display:none}.columns{display:block}.act{content-visibility:visible;break-inside:avoid;box-shadow:none}}
`;
