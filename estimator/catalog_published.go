package estimator

// A PublishedCase is one number that a publication prints about the footprint of a computation, with the inputs that its
// authors gave as a link. Compute works the number out again.
type PublishedCase struct {
	ID          string // of the case; several outputs of one publication share it
	Output      string // what is printed, in words: "energy at the facility". ID and Output together name the row
	Title       string
	Publication string  // with the table or section
	Source      *Source // the work, with its address and licence
	Class       string  // Identity, Judgement, Inconsistent or Context
	Expect      string  // what Compute is held to: AsReported, AsRecomputed, InRange, OutOfRange or Unjudged

	Query    string // one link or several, one a line; empty when nothing can be computed, and Note says why
	Quantity string // what to read off the results: see Compute

	Reported   Optional[float64] // in Unit; not given where the publication prints a list
	Recomputed Optional[float64] // what the publication's own inputs give, where that is not what it prints
	Tolerance  Optional[float64] // relative, mostly the rounding of the print
	Unit       string
	Note       string
}

// Classes of a PublishedCase.
const (
	Identity     = "identity"     // the inputs determine the output
	Judgement    = "judgement"    // something has to be chosen: a power below the rated one, a place, a utilisation
	Inconsistent = "inconsistent" // the inputs do not give the output
	Context      = "context"      // the inputs are not published
)

// What a PublishedCase expects.
const (
	AsReported   = "reported"   // mid is Reported within Tolerance
	AsRecomputed = "recomputed" // mid is Recomputed within Tolerance
	InRange      = "range"      // Reported lies from low to high
	OutOfRange   = "outside"    // Reported lies outside of a range of ours: a limit of our defaults that is known
	Unjudged     = "n/a"        // nothing: for comparison only
)

// PublishedCases returns the published numbers, sorted by id and output. The first call parses them.
func (c *Catalog) PublishedCases() []PublishedCase { c.need(publishedFile); return c.published }

// parsePublished reads the published numbers. Their links are checked by the tests, which compute every row.
func parsePublished(c *Catalog, t *table) {
	cases := make([]PublishedCase, 0, 300)
	for t.next() {
		p := PublishedCase{ID: t.required(0), Output: t.required(1), Title: t.required(2), Publication: t.required(3), Source: c.source(t, 4),
			Class:  t.oneOf(5, Identity, Judgement, Inconsistent, Context),
			Expect: t.oneOf(6, AsReported, AsRecomputed, InRange, OutOfRange, Unjudged),
			Query:  t.text(7), Quantity: t.text(8), Reported: t.given(9, 1e30), Recomputed: t.given(10, 1e30), Tolerance: t.given(11, 1),
			Unit: t.text(12), Note: t.text(13)}
		switch {
		case (p.Query == "") != (p.Quantity == ""):
			t.fail("quantity", p.Quantity, "a link and what to read off its result come together")
		case p.Query == "" && p.Expect != Unjudged:
			t.fail("expect", p.Expect, "nothing is computed, so nothing can be expected")
		case p.Query == "" && p.Note == "":
			t.fail("note", "", "nothing is computed, and nothing says why")
		case p.Expect != Unjudged && !p.Reported.given:
			t.fail("reported", "", "the cell is empty")
		case (p.Expect == AsRecomputed) != p.Recomputed.given:
			t.fail("recomputed", t.text(10), "a recomputed value is there where it is expected, and only there")
		case (p.Expect == AsReported || p.Expect == AsRecomputed) && !p.Tolerance.given:
			t.fail("tolerance", "", "the cell is empty")
		}
		cases = append(cases, p)
	}
	c.published = cases
}

// given returns a number from 0 to high, or nothing for an empty cell. Unlike in optional, 0 is a value.
func (t *table) given(column int, high float64) Optional[float64] {
	if t.cells[column] == "" {
		return Optional[float64]{}
	}
	return Some(t.number(column, 0, high))
}
