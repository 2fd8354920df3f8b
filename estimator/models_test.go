package estimator

import (
	"strings"
	"testing"
)

// TestModels finds a mixture of experts and a model of more than text, and no model of unpublished size.
func TestModels(t *testing.T) {
	c := Default()
	mixture, ok := c.Model("mistralai/Mixtral-8x7B-v0.1")
	if !ok || mixture.Params <= mixture.Active || mixture.Active < 12e9 || mixture.Active > 14e9 {
		t.Errorf("Mixtral 8x7B: %+v, want 12e9 to 14e9 active parameters of some more", mixture)
	}
	more := 0
	for i := range c.Models() {
		if m := &c.Models()[i]; m.Multimodal {
			more++
		}
	}
	if more == 0 || more == len(c.Models()) {
		t.Errorf("%d of %d models take more than text", more, len(c.Models()))
	}
	if _, ok := c.Model("nobody/nothing"); ok {
		t.Error("a model that nobody made")
	}
	if text := string(Call(c, "catalog", "models mixtral-8x7b-v0.1")); !strings.Contains(text, `"active_params":1`) {
		t.Errorf("catalog models: %s", text)
	}
}
