// @ts-check
/**
 * One state object. set() merges a patch, edit() remembers the scenario for undo, and changes made together reach the
 * subscribers as one notice.
 */

const UNDO_STEPS = 30;

/**
 * @template {{params: Map<string, string>}} S
 * @param {S} initial
 * @param {(run: () => void) => void} [schedule]
 */
export function createStore(initial, schedule = (run) => run()) {
  let state = initial;
  let waiting = false;
  /** @type {Set<(state: S) => void>} */
  const subscribers = new Set();
  /** @type {S["params"][]} */ const past = [];
  /** @type {S["params"][]} */ const future = [];
  /** @type {string | null} */ let lastEdit = null;

  function notify() {
    if (waiting) return;
    waiting = true;
    schedule(() => {
      waiting = false;
      for (const run of subscribers) run(state);
    });
  }

  return {
    get: () => state,
    /** @param {Partial<S>} patch */
    set(patch) {
      state = { ...state, ...patch };
      notify();
    },
    /**
     * Changes the scenario. Edits with the same name in a row are one step of undo, as keystrokes in a field are.
     * @param {Map<string, string>} params
     * @param {string | null} [edit]
     */
    edit(params, edit = null) {
      if (edit === null || edit !== lastEdit) {
        past.push(state.params);
        if (past.length > UNDO_STEPS) past.shift();
      }
      lastEdit = edit;
      future.length = 0;
      state = { ...state, params };
      notify();
    },
    undo: () => step(past, future),
    redo: () => step(future, past),
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
    /** @param {(state: S) => void} run */
    subscribe(run) {
      subscribers.add(run);
      return () => subscribers.delete(run);
    },
  };

  /** @param {S["params"][]} from @param {S["params"][]} to */
  function step(from, to) {
    const params = from.pop();
    if (!params) return false;
    to.push(state.params);
    lastEdit = null;
    state = { ...state, params };
    notify();
    return true;
  }
}
