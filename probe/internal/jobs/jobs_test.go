package jobs

import (
	"strings"
	"testing"
)

func TestParseLabel(t *testing.T) {
	tests := []struct {
		text string
		want Label
		ok   bool
	}{
		{"user=ada", Label{"user", "ada"}, true},
		{"project=a=b", Label{"project", "a=b"}, true},
		{"team_2=Zürich", Label{"team_2", "Zürich"}, true},
		{"user", Label{}, false},
		{"user=", Label{}, false},
		{"=x", Label{}, false},
		{"2team=x", Label{}, false},
		{"__name__=x", Label{}, false},
		{"us-er=x", Label{}, false},
		{"run_id=x", Label{}, false},
		{"job=x", Label{}, false},
		{"user=a\nb", Label{}, false},
		{"user=" + strings.Repeat("x", 201), Label{}, false},
	}
	for _, test := range tests {
		got, err := ParseLabel(test.text)
		if got != test.want || (err == nil) != test.ok {
			t.Errorf("ParseLabel(%q) = %v, %v, want %v, ok %v", test.text, got, err, test.want, test.ok)
		}
	}
}

func TestCheckID(t *testing.T) {
	for id, ok := range map[string]bool{"slurm-4711": true, "läuft": true, "": false, "a\tb": false, " a": false, strings.Repeat("x", 101): false, "\xff": false} {
		if err := CheckID(id); (err == nil) != ok {
			t.Errorf("CheckID(%q) = %v, want ok %v", id, err, ok)
		}
	}
}

func TestSort(t *testing.T) {
	labels := []Label{{"user", "ada"}, {"account", "ml"}}
	if err := Sort(labels); err != nil || labels[0].Name != "account" {
		t.Errorf("%v, %v", labels, err)
	}
	if Sort([]Label{{"a", "1"}, {"a", "2"}}) == nil || Sort(make([]Label, MaxLabels+1)) == nil {
		t.Error("a name given twice, or too many labels, are taken")
	}
}
