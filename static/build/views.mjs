// The views that come with their own style sheet when they are first shown.
export const VIEWS = ["compare", "plan", "live", "fleet", "learn", "methods"];
