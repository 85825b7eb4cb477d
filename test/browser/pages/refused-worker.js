addEventListener("securitypolicyviolation", ({ effectiveDirective }) => postMessage(effectiveDirective));
new Function("");
