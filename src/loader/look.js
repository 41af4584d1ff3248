// How the launcher looks. Adopted as a sheet: a strict CSP forbids style elements and attributes. `!important` on the
// host keeps a page's `* { all: unset !important }` out.

export const LOOK = `
:host{all:initial!important;position:fixed!important;inset:auto 20px 20px auto!important;z-index:2147483000!important;color-scheme:light dark;font:500 15px/1.4 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif!important;
--fill:var(--deskside-accent,#00727b);--paper:light-dark(#fff,#16202a);--ink:light-dark(#17222d,#e9eef3);--line:light-dark(#d5dde4,#35434f);--warn:light-dark(#7f4282,#d3a4d6)}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
:host(:dir(rtl)),:host([position=bottom-left]){inset:auto auto 20px 20px!important}
:host([hidden]),[hidden],:host([position=none]) .launcher,.banners:has(~:not([hidden]).panel){display:none!important}
*{box-sizing:border-box}
button{font:inherit;color:inherit;border:0;background:none;cursor:pointer;min-block-size:40px}
:focus-visible{outline:3px solid var(--warn);outline-offset:2px}
.launcher{display:flex;align-items:center;gap:8px;min-block-size:48px;padding-inline:16px;border-radius:24px;background:var(--fill);color:#fff;box-shadow:0 4px 16px #0004;margin-inline-start:auto}
.launcher:hover{filter:brightness(1.1)}
svg{inline-size:22px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.badge{min-inline-size:20px;padding-inline:6px;border-radius:10px;background:#fff;color:var(--fill);font:700 12px/20px system-ui}
.banner,.panel{border:1px solid var(--line);border-radius:16px;background:var(--paper);color:var(--ink);box-shadow:0 4px 24px #0004}
.banner{display:flex;max-inline-size:340px;margin-block-end:10px;padding:4px 4px 4px 8px;border-inline-start:4px solid var(--warn)}
.banner button:first-child{flex:1;text-align:start;text-decoration:underline}
.panel{position:fixed;inset:auto 20px 80px auto;inline-size:400px;block-size:min(640px,100dvh - 100px);overflow:hidden;animation:rise .16s}
:host(:dir(rtl)) .panel,:host([position=bottom-left]) .panel{inset:auto auto 80px 20px}
.frame{position:absolute;inset:0;inline-size:100%;block-size:100%;border:0}
.silent{position:absolute;inset:auto 0 0;padding:16px;background:var(--paper)}
@keyframes rise{from{opacity:0;translate:0 8px}}
@media (max-width:520px){.panel{inset:0!important;inline-size:100%;block-size:100%;border:0;border-radius:0}}
@media (prefers-reduced-motion){.panel{animation:none}}
@media (forced-colors:active){.launcher{border:2px solid}}
@media print{:host{display:none!important}}
`;
