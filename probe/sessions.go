package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"gramwatt/probe/internal/store"
)

func sessionsCommand() *cli.Command {
	return &cli.Command{
		Name:      "sessions",
		Usage:     "the recorded sessions: lists, shows, exports, imports and deletes them",
		ArgsUsage: "list | show ID | export ID FILE | import FILE… | delete ID",
		Description: "The beginning of an ID will do, when no other session begins like it; delete asks for all of it. All of this\n" +
			"works while a probe records, and the session that it records cannot be deleted.\n\n" +
			"export writes one file, to be kept, sent and shown again, with all of the session but its command's arguments,\n" +
			"which can hold secrets:\n" +
			"  gramwatt sessions export 3f9a run.gwr\n" +
			"  gramwatt serve --replay run.gwr\n" +
			"A name that ends in .gwr makes a compressed file; any other name, and - for standard output, makes JSON\n" +
			"Lines, of which the first says schema version, machine and settings. import reads both, and - too.",
		Flags: []cli.Flag{
			dataFlag(),
			boolFlag("json", "print JSON (list, show, import)"),
			textFlag("every", "", "DURATION", "one sample for each such span of time, such as 10s (export); energy counts from the start, so none is lost"),
		},
		Action: doing(func(ctx context.Context, c *cli.Command) error {
			verb, ok := sessionVerbs[c.Args().First()]
			if !ok {
				return bad("sessions", c.Args().First(), "there is no such thing to do", meant(c.Args().First(), slices.Sorted(maps.Keys(sessionVerbs)), "use list, show, export, import or delete"))
			}
			dir := dataOf(c)
			if dir == "" {
				return bad("--data", "", "this user has no home directory", "name the directory of the sessions")
			}
			arguments := c.Args().Tail()
			if len(arguments) < verb.least || len(arguments) > verb.most {
				return bad("sessions "+c.Args().First(), strings.Join(arguments, " "), "it takes "+verb.takes, "write `gramwatt sessions "+c.Args().First()+verb.usage+"`")
			}
			s := openStore(dir, slog.New(slog.DiscardHandler))
			defer s.Close()
			err := verb.do(ctx, c, s, arguments)
			if store.Broken(err) {
				return failure{bad("--data", dir, "its file of sessions is damaged ("+err.Error()+")",
					"nothing is deleted: the next recording puts the file aside under another name and begins a new one; give another --data to look elsewhere")}
			}
			return err
		}),
	}
}

// sessionVerb is one thing to do with sessions.
type sessionVerb struct {
	least, most  int // arguments
	takes, usage string
	do           func(ctx context.Context, c *cli.Command, s *store.Store, arguments []string) error
}

const mostFiles = 1000 // of one import

var sessionVerbs = map[string]sessionVerb{
	"list":   {0, 0, "no argument", "", listSessions},
	"show":   {1, 1, "one ID", " ID", showSession},
	"export": {2, 2, "an ID and a FILE", " ID FILE", doExport},
	"import": {1, mostFiles, "one FILE or more", " FILE…", doImport},
	"delete": {1, 1, "one whole ID", " ID", doDelete},
}

func listSessions(ctx context.Context, c *cli.Command, s *store.Store, _ []string) error {
	list, err := s.List(ctx)
	switch {
	case err != nil:
		return err
	case c.Bool("json"):
		return printJSON(c, map[string]any{"sessions": list})
	case len(list) == 0:
		fmt.Fprintf(c.Root().Writer, "no session is recorded in %s; `gramwatt serve` records\n", s.Dir())
	default:
		printSessions(c.Root().Writer, list)
	}
	return nil
}

func showSession(ctx context.Context, c *cli.Command, s *store.Store, arguments []string) error {
	whole, err := s.Find(ctx, arguments[0])
	switch {
	case err != nil:
		return sessionFault(arguments[0], err)
	case c.Bool("json"):
		return printJSON(c, whole)
	}
	printSession(c.Root().Writer, whole)
	return nil
}

func doExport(ctx context.Context, c *cli.Command, s *store.Store, arguments []string) error {
	var f faults
	var every time.Duration
	if text := c.String("every"); text != "" {
		every = f.duration("--every", text, leastInterval, mostThinned)
	}
	if err := f.orNil(); err != nil {
		return err
	}
	whole, err := s.Find(ctx, arguments[0])
	if err != nil {
		return sessionFault(arguments[0], err)
	}
	return exportSession(ctx, c.Root().Writer, s, whole, arguments[1], every)
}

func doImport(ctx context.Context, c *cli.Command, s *store.Store, arguments []string) error {
	for _, path := range arguments {
		session, cut, err := importRecording(ctx, c.Root().Reader, s, path)
		if err != nil {
			return err
		}
		if cut != "" {
			fmt.Fprintf(c.Root().ErrWriter, "gramwatt: %s: %s\n", path, cut)
		}
		if c.Bool("json") {
			err = printJSON(c, session)
		} else {
			_, err = fmt.Fprintf(c.Root().Writer, "imported %s: %d samples\n", session.ID, session.Samples)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func doDelete(ctx context.Context, c *cli.Command, s *store.Store, arguments []string) error {
	id := arguments[0]
	err := s.Delete(ctx, id)
	if whole, found := s.Find(ctx, id); err != nil && found == nil && whole.ID != id {
		return bad("session", id, "to delete, the whole ID is asked for", "write "+whole.ID+", if that is meant")
	}
	if err != nil {
		return sessionFault(id, err)
	}
	_, err = fmt.Fprintf(c.Root().Writer, "deleted %s\n", id)
	return err
}
