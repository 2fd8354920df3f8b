package estimator

// A LanguageModel is a model whose size its makers publish. Those whose size is a guess have no row.
type LanguageModel struct {
	ID         string  // as its makers write it: "mistralai/Mixtral-8x7B-v0.1"
	Params     float64 // parameters
	Active     float64 // of them, those that one token passes
	Multimodal bool    // it takes more than text, of which tokens do not tell the work
	Source     *Source
}

// Models returns the language models, sorted by id. The first call parses them.
func (c *Catalog) Models() []LanguageModel { c.need(modelsFile); return c.models }

// Model returns a language model by its id as it is written.
func (c *Catalog) Model(id string) (*LanguageModel, bool) {
	rows := c.Models()
	if i := search(len(rows), id, func(i int) string { return rows[i].ID }); i >= 0 {
		return &rows[i], true
	}
	return nil, false
}

func parseModels(c *Catalog, t *table) {
	const billion = 1e9
	models := make([]LanguageModel, 0, t.lines())
	for t.next() {
		m := LanguageModel{ID: t.required(0), Params: t.number(1, 1e-3, 1e5) * billion, Multimodal: t.oneOf(3, "", "1") != "", Source: c.source(t, 4)}
		m.Active = t.number(2, 1e-3, m.Params/billion) * billion
		models = append(models, m)
	}
	c.models = models
}

func writeModels(w *jsonWriter, c *Catalog, text string) {
	for i, list := 0, c.Models(); i < len(list); i++ {
		m := &list[i]
		if !matches(text, m.ID) {
			continue
		}
		w.open('{')
		w.text("id", m.ID)
		w.number("params", m.Params)
		w.number("active_params", m.Active)
		w.flag("multimodal", m.Multimodal)
		writeOrigin(w, m.Source, 0)
		w.close('}')
	}
}
