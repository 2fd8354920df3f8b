package main

import (
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v3"
)

const (
	helpWidth   = 100 // columns of a line
	helpIndent  = 3   // before a flag
	helpAligned = 32  // of a flag with its value; the words of a longer one begin on the next line
)

// helpOf is a command's help: as the library's, with the flags under the headings of their categories in the order that the
// command names them, and lines that fit a terminal. It is text, and no template: see printHelp.
func helpOf(c *cli.Command) string {
	var b strings.Builder
	b.WriteString("NAME:\n")
	writeWrapped(&b, "   ", 3, program+" "+c.Name+" - "+c.Usage)
	b.WriteString("\nUSAGE:\n   " + strings.TrimRight(program+" "+c.Name+" [options] "+c.ArgsUsage, " ") + "\n")
	if c.Description != "" {
		b.WriteString("\nDESCRIPTION:\n")
		writeDescription(&b, c.Description)
	}
	b.WriteString(flagsHelp(c.Flags))
	return b.String()
}

// printHelp prints the help of the commands as it stands, and leaves the program's own to the library. With templates in the
// program the linker must keep every exported method of every type, since a template may name it: the build tag
// urfave_cli_no_template leaves them out, which makes the program and its memory 3 MB smaller.
func printHelp(out io.Writer, text string, data any) {
	if c, ok := data.(*cli.Command); ok && text == c.CustomHelpTemplate {
		io.WriteString(out, text)
		return
	}
	cli.DefaultPrintHelp(out, text, data)
}

func init() { cli.HelpPrinter = printHelp }

// writeDescription breaks the lines of each paragraph anew; what stands further in, as examples do, stays as it is.
func writeDescription(b *strings.Builder, text string) {
	paragraph := ""
	flush := func() {
		if paragraph != "" {
			writeWrapped(b, "   ", 3, paragraph)
			paragraph = ""
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case strings.HasPrefix(line, " "):
			flush()
			b.WriteString("   " + line + "\n")
		case line == "":
			flush()
			b.WriteString("\n")
		default:
			paragraph += " " + line
		}
	}
	flush()
}

// flagsHelp lists flags by category; those without one come under OPTIONS, and help is last.
func flagsHelp(flags []cli.Flag) string {
	var order []string
	lines := map[string][][2]string{}
	width := 0
	add := func(category, left, right string) {
		if !slices.Contains(order, category) {
			order = append(order, category)
		}
		lines[category] = append(lines[category], [2]string{left, right})
		if len(left) <= helpAligned {
			width = max(width, len(left))
		}
	}
	for _, f := range flags {
		category := ""
		if in, ok := f.(cli.CategorizableFlag); ok {
			category = in.GetCategory()
		}
		left, right := flagHelp(f)
		add(category, left, right)
	}
	last := ""
	if len(order) > 0 {
		last = order[len(order)-1]
	}
	add(last, "--help, -h", "show help")
	var b strings.Builder
	for _, category := range order {
		title := "OPTIONS"
		if category != "" {
			title = strings.ToUpper(category)
		}
		b.WriteString("\n" + title + ":\n")
		for _, line := range lines[category] {
			writeFlagHelp(&b, line[0], line[1], width)
		}
	}
	return b.String()
}

// flagHelp is the two columns of a flag.
func flagHelp(f cli.Flag) (left, right string) {
	doc := f.(cli.DocGenerationFlag) // every flag of this program is
	left, right = "--"+f.Names()[0], doc.GetUsage()
	if rest, named := strings.CutPrefix(right, "`"); named { // see usageText
		placeholder, words, _ := strings.Cut(rest, "` ")
		left, right = left+" "+placeholder, words
	}
	if v := doc.GetValue(); v != "" && doc.TakesValue() && doc.IsDefaultVisible() {
		right += " (default: " + v + ")"
	}
	return left, right
}

// writeFlagHelp writes a flag and its words in two columns.
func writeFlagHelp(b *strings.Builder, left, right string, width int) {
	line := strings.Repeat(" ", helpIndent) + left
	start := helpIndent + width + 2
	if len(left) > width {
		b.WriteString(line + "\n")
		line = ""
	}
	writeWrapped(b, line+strings.Repeat(" ", start-len(line)), start, right)
}

// writeWrapped writes what a line begins with and then words, broken where the line would be too long; the lines that
// follow begin with spaces.
func writeWrapped(b *strings.Builder, line string, indent int, words string) {
	at := indent
	for i, word := range strings.Fields(words) {
		n := utf8.RuneCountInString(word)
		switch {
		case i > 0 && at+1+n > helpWidth:
			b.WriteString(line + "\n")
			line, at = strings.Repeat(" ", indent), indent
		case i > 0:
			line, at = line+" ", at+1
		}
		line, at = line+word, at+n
	}
	b.WriteString(line + "\n")
}
