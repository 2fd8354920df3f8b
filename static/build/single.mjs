export async function singleFile() { return ""; }
