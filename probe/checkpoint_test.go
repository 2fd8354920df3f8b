package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

// checkpointArgument makes this tests' program a training that saves its work on an interrupt, and takes its time.
const checkpointArgument = "train-until-interrupted"

const (
	checkpointBlocks = 20
	blockTime        = time.Second
	savedStatus      = 7
)

// trainUntilInterrupted waits for an interrupt, then writes a checkpoint into dir, block by block, and ends with
// savedStatus. An eager one takes a second interrupt as most programs do: it ends by it.
func trainUntilInterrupted(dir string, eager bool) {
	came := make(chan os.Signal, 10)
	signal.Notify(came, os.Interrupt)
	fmt.Println("epoch 1")
	<-came
	if eager {
		signal.Reset(os.Interrupt)
	}
	fmt.Println("saving")
	file, err := os.Create(filepath.Join(dir, "half"))
	if err != nil {
		panic(err)
	}
	for block := range checkpointBlocks {
		time.Sleep(blockTime)
		fmt.Fprintf(file, "block %d\n", block)
	}
	if err := file.Close(); err != nil {
		panic(err)
	}
	if err := os.Rename(file.Name(), filepath.Join(dir, "checkpoint")); err != nil {
		panic(err)
	}
	fmt.Println("interrupts:", 1+len(came))
	os.Exit(savedStatus)
}
