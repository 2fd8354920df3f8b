// Package jobs names the runs that a machine works for, so that energy in a lab's own time series database can be added
// up by run, by user or by project.
//
// A run has an id and labels. Its id may be shared: a training run on four machines is one run whose energy is the sum of
// theirs. The package knows no sensors and measures nothing.
package jobs

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Run is one piece of work on this machine.
type Run struct {
	ID     string
	Labels []Label   // in the order of their names, each once
	Since  time.Time // when this probe learned of it
}

// Label is one fact about a run that somebody wants to add up by.
type Label struct{ Name, Value string }

// Lister tells the runs that are on the machine now. Runs may be called from any goroutine and does not wait.
type Lister interface{ Runs() []Run }

// Fixed are runs that do not change while the probe runs.
type Fixed []Run

// Runs is the list itself.
func (f Fixed) Runs() []Run { return f }

const (
	// maxID keeps an id within the 128 characters that OpenMetrics allows for the labels of an exemplar.
	maxID    = 100
	maxValue = 200 // characters of a label's value
	maxName  = 60
	// MaxLabels is the number of labels of a run: each is one more column of a series that exists once a run.
	MaxLabels = 16
)

// runName is the label of a run's name: words for a person, where the id is for machines.
const runName = "run_name"

// reserved names are those that the probe or the scraping server gives already.
var reserved = []string{"run_id", runName, "job", "instance", "device", "kind", "name", "quality", "source", "state"}

// CheckID says what is wrong with the id of a run; nil when nothing is.
func CheckID(id string) error {
	switch {
	case id == "":
		return fmt.Errorf("a run needs an id")
	case utf8.RuneCountInString(id) > maxID:
		return fmt.Errorf("an id has at most %d characters", maxID)
	case !printable(id):
		return fmt.Errorf("an id is one line of printable characters")
	}
	return nil
}

// ParseLabel reads "name=value". Names are those of Prometheus labels: letters, digits and underscores.
func ParseLabel(text string) (Label, error) {
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		return Label{}, fmt.Errorf("a label is written name=value")
	}
	switch {
	case len(name) > maxName || !isName(name):
		return Label{}, fmt.Errorf("a label's name has letters, digits and underscores, begins with a letter and has at most %d characters", maxName)
	case slices.Contains(reserved, name):
		return Label{}, fmt.Errorf("the label %q has a meaning of its own", name)
	case value == "":
		return Label{}, fmt.Errorf("a label without a value says nothing")
	case utf8.RuneCountInString(value) > maxValue:
		return Label{}, fmt.Errorf("a label's value has at most %d characters", maxValue)
	case !printable(value):
		return Label{}, fmt.Errorf("a label's value is one line of printable characters")
	}
	return Label{name, value}, nil
}

// Sort brings labels into their order. It is an error to give a name twice, or too many.
func Sort(labels []Label) error {
	if len(labels) > MaxLabels {
		return fmt.Errorf("a run has at most %d labels", MaxLabels)
	}
	slices.SortFunc(labels, func(a, b Label) int { return strings.Compare(a.Name, b.Name) })
	for i := range labels {
		if i > 0 && labels[i].Name == labels[i-1].Name {
			return fmt.Errorf("the label %q is given twice", labels[i].Name)
		}
	}
	return nil
}

// Named adds the name of a run to its labels, if it is fit for one.
func Named(labels []Label, name string) []Label {
	if name == "" || utf8.RuneCountInString(name) > maxValue || !printable(name) {
		return labels
	}
	labels = append(labels, Label{runName, name})
	slices.SortFunc(labels, func(a, b Label) int { return strings.Compare(a.Name, b.Name) })
	return labels
}

func isName(s string) bool {
	for i, c := range s {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}

func printable(s string) bool {
	return utf8.ValidString(s) && s == strings.TrimSpace(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}
