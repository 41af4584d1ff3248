// How the launcher looks. Adopted as a sheet: a strict CSP forbids style elements and attributes. `!important` on the
// host keeps a page's `* { all: unset !important }` out.

export const LOOK = `
:host{all:initial!important;position:fixed!important;inset-block-end:20px!important;inset-inline-end:20px!important;z-index:2147483000!important;display:block!important;
color-scheme:light dark;font:500 15px/1.4 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif!important;
--fill:var(--deskside-accent,#00727b);--on:#fff;--paper:light-dark(#fff,#16202a);--ink:light-dark(#17222d,#e9eef3);--line:light-dark(#d5dde4,#35434f);--warn:light-dark(#7f4282,#d3a4d6)}
:host([hidden]){display:none!important}
:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}
:host([position=bottom-left]){inset-inline:20px auto!important}
*{box-sizing:border-box}
button{font:inherit;color:inherit;border:0;background:none;cursor:pointer}
button:focus-visible{outline:3px solid var(--warn);outline-offset:2px}
.launcher{display:flex;align-items:center;gap:8px;min-block-size:48px;padding-inline:14px 18px;border-radius:24px;background:var(--fill);color:var(--on);box-shadow:0 1px 2px #0003,0 6px 20px #0003;margin-inline-start:auto}
.launcher:hover{filter:brightness(1.08)}
:host([position=none]) .launcher{display:none}
svg{inline-size:22px;block-size:22px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.badge{min-inline-size:20px;padding-inline:6px;border-radius:10px;background:var(--on);color:var(--fill);font-size:12px;font-weight:700;line-height:20px;text-align:center}
.banner{display:flex;gap:4px;align-items:center;max-inline-size:min(340px,calc(100vw - 40px));margin-block-end:10px;padding:4px 4px 4px 14px;border-radius:12px;border:1px solid var(--line);border-inline-start:4px solid var(--warn);background:var(--paper);color:var(--ink);box-shadow:0 4px 16px #0002}
.banner button{min-block-size:40px;text-align:start;text-decoration:underline;text-underline-offset:3px}
.banner .hide{min-inline-size:40px;text-align:center;text-decoration:none;margin-inline-start:auto}
.panel{position:fixed;inset-block-end:80px;inset-inline-end:20px;inline-size:min(400px,calc(100vw - 24px));block-size:min(640px,calc(100vh - 100px));block-size:min(640px,calc(100dvh - 100px));border-radius:16px;border:1px solid var(--line);background:var(--paper);color:var(--ink);overflow:hidden;box-shadow:0 2px 6px #0002,0 16px 48px #0004;animation:rise .16s ease-out}
:host([position=bottom-left]) .panel{inset-inline:20px auto}
:host([position=none]) .panel{inset-block-end:20px}
.panel>iframe,.panel>.inline{position:absolute;inset:0;inline-size:100%;block-size:100%;border:0;background:var(--paper);color-scheme:inherit}
.silent{position:absolute;inset-inline:0;inset-block-end:0;z-index:1;padding:16px;background:var(--paper);border-block-start:1px solid var(--line)}
.silent button{min-block-size:40px;text-decoration:underline}
.banners:has(~.panel:not([hidden])){display:none}
[hidden]{display:none!important}
@keyframes rise{from{opacity:0;transform:translateY(8px)}}
@media (max-width:520px){.panel{inset:0!important;inline-size:100%;block-size:100%;border:0;border-radius:0}}
@media (prefers-reduced-motion:reduce){.panel{animation:none}}
@media (forced-colors:active){.launcher,.banner,.panel{border:2px solid ButtonText}}
@media print{:host{display:none!important}}
`;
