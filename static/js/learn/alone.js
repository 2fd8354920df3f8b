// @ts-check
/** The words around a lesson that stands alone, on a page of its own. */
import { tr } from "../i18n/tr.js";

export const ALONE = { title: tr`What does AI emit, and what can we do?`, live: tr`Open this lesson with the calculator`, all: tr`All lessons`, answers: tr`Answers`, sources: tr`Sources of the numbers` };
