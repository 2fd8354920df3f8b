package estimator

import (
	"math"
	"strings"
)

// Bounds of a sweep.
const (
	maxGrid   = 64  // hyper-parameters
	maxTrials = 1e9 // combinations
	maxRuns   = 1e9 // in all, said as such or counted: half of what a project counts can be said as runs
)

// Project is how many runs stand behind one result. What is not given takes no part: one trial, one seed, no failure,
// no final run beside the trials, no retraining.
type Project struct {
	Preset string // a published project, by its id in ProjectPresets; excludes all else

	Grid       []float64         // values tried for each hyper-parameter: {3, 4, 2} is 24 combinations
	Trials     Optional[float64] // instead of Grid: combinations, or random trials
	TrialShare Optional[Ratio]   // a trial's cost ÷ that of a full run; smaller data or earlier stops make it less than 1
	Seeds      Optional[float64] // repetitions of each trial

	FailedShare Optional[Ratio] // of all trial runs, those that are lost and repeated

	FinalRuns          Optional[float64] // full runs after the trials
	RetrainingsPerYear Optional[float64]
	Years              Optional[float64]
}

// sourceProject stands behind the number of runs that follows from a project.
var sourceProject = Source{ID: "project", Title: "as given: " + ProjectFormula}

// Runs returns the work of the project in full runs: trials × trial share × seeds ÷ (1 − failed share) + final runs +
// retrainings per year × years. It is never less than the trials alone. Of a preset it is ProjectPreset.FullRuns. The error is FieldErrors, with fields under
// "project.".
//
// TrialShare matters more than anything else here: Strubell et al. 2019 priced an architecture search as if each trial
// were a full run, while the search had used a small proxy task: 19 times too much on the hardware that they assumed,
// 88 times (284 t against 3.2 t) on that which was used (Patterson et al. 2021, appendices C and D).
func (p *Project) Runs() (float64, error) {
	s := Spec{Project: *p}
	if err := s.faultsIn("project.", (*Spec).checkProject); err != nil {
		return 0, err
	}
	return p.runs(), nil
}

// runs is Runs for what has been validated.
func (p *Project) runs() float64 {
	if preset, ok := projectPreset(p.Preset); ok {
		return preset.FullRuns()
	}
	combinations := p.Trials.Or(1)
	for _, values := range p.Grid {
		combinations *= values
	}
	return combinations*float64(p.TrialShare.Or(1))*p.Seeds.Or(1)/(1-p.FailedShare.value) + p.FinalRuns.value + p.RetrainingsPerYear.value*p.Years.value
}

func (s *Spec) checkProject(errs *FieldErrors) {
	const path = "project.grid"
	p := &s.Project
	if other := *p; p.Preset != "" {
		if other.Preset = ""; other.given() {
			errs.add("project.preset", p.Preset, "trials, seeds, runs or years of a project are given too, and they can disagree", "give the preset alone, or leave it out")
		}
		return
	}
	if p.Trials.given && len(p.Grid) > 0 {
		errs.twice("project.trials", p.Trials.value, "a grid is")
	}
	if len(p.Grid) > maxGrid {
		errs.add(path, number(float64(len(p.Grid))), "a grid has at most "+number(maxGrid)+" hyper-parameters", "give trials instead")
	}
	combinations := 1.0
	for _, values := range p.Grid {
		combinations *= values
		if !(values >= 1 && combinations <= maxTrials && values == math.Trunc(values)) {
			errs.add(path, number(values), "each hyper-parameter has a whole number of values, 1 or more, and all together at most "+number(maxTrials)+" combinations", "type how many values are tried, or give trials")
			break
		}
	}
	if runs := p.runs(); !(runs <= maxRuns) {
		most, value := path, combinations
		for i := range specFields {
			if f := &specFields[i]; strings.HasPrefix(f.path, "project.") && f.at(s).value > value {
				most, value = f.path, f.at(s).value
			}
		}
		errs.add(most, number(value), "a project has at most 1e9 runs in all, and these are "+number(runs), "give fewer, or say what a trial costs beside a full run")
	}
	if p.RetrainingsPerYear.given != p.Years.given {
		errs.need(s, "retraining needs how often and how long", "project.retrainings_per_year", "project.years")
	}
}

// given reports whether anything is said of the project.
func (p *Project) given() bool {
	return p.Preset != "" || len(p.Grid) > 0 || p.Trials.given || p.TrialShare.given || p.Seeds.given || p.FailedShare.given ||
		p.FinalRuns.given || p.RetrainingsPerYear.given || p.Years.given
}

// ProjectFormula says in words how Project.Runs counts.
const ProjectFormula = "trials × trial share × seeds ÷ (1 − failed share) + final runs + retrainings per year × years"

// ProjectPreset is a project whose size was published.
type ProjectPreset struct {
	ID          string
	Label       string
	Runs        float64     // jobs
	DeviceHours DeviceHours // of all of them; jobs differ in length, so it is not Runs × one
	Source      *Source
}

var sourceLISA = Source{ID: "strubell-2019-table-4", Title: "Strubell, Ganesh and McCallum, Energy and Policy Considerations for Deep Learning in NLP, ACL 2019, table 4: all jobs of the project behind LISA, 123 grid searches among them",
	URL: "https://doi.org/10.18653/v1/P19-1355", Licence: "cited figures", Year: 2019, AsOf: "2026-11-24"}

// projectPresets is one published project at three widths. Source: sourceLISA
var projectPresets = [...]ProjectPreset{
	{"one-run", "One training run", 1, 120, &sourceLISA},
	{"one-sweep", "One hyper-parameter search", 24, 2880, &sourceLISA},
	{"whole-project", "All jobs of the project that led to one paper", 4789, 239942, &sourceLISA},
}

// FullRuns is the work of the project in training runs of the model that it led to: its device-hours ÷ those of one run. It
// is less than its jobs, most of which are shorter.
func (p *ProjectPreset) FullRuns() float64 {
	return float64(p.DeviceHours / projectPresets[0].DeviceHours)
}

func projectPreset(id string) (*ProjectPreset, bool) {
	for i := range projectPresets {
		if p := &projectPresets[i]; p.ID == id {
			return p, true
		}
	}
	return nil, false
}

// ProjectPresets returns the published projects, the smallest first. Callers do not write to them.
func ProjectPresets() []ProjectPreset { return projectPresets[:] }
