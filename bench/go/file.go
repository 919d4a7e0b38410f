package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"sync"
	"unsafe"
)

// A real file: opened, read whole, closed.
var fileResource = resource{
	prepare: prepareFile,
	finish:  finishFile,
	cells: map[string]cell{
		"explicit_close": explicitCloseFile,
		"scoped_defer":   scopedDeferFile,
		"loop_defer":     loopDeferFile,
		"object_pool":    objectPoolFile,
	},
}

const filePiece = 4096 // bytes read at a time

var filePath string

// The folder of the file, if there is one. The end of the input removes it
// too, from another goroutine.
var temporaryFolder struct {
	sync.Mutex
	path string
}

func makeTemporaryFolder() (string, error) {
	temporaryFolder.Lock()
	defer temporaryFolder.Unlock()
	path, err := os.MkdirTemp("", "cleanup-go-")
	temporaryFolder.path = path
	return path, err
}

func removeTemporaryFolder() {
	temporaryFolder.Lock()
	defer temporaryFolder.Unlock()
	if temporaryFolder.path != "" {
		os.RemoveAll(temporaryFolder.path)
		temporaryFolder.path = ""
	}
}

func prepareFile(size, _ int) error {
	folder, err := makeTemporaryFolder()
	if err != nil {
		return err
	}
	filePath = filepath.Join(folder, "data")
	return os.WriteFile(filePath, bytes.Repeat([]byte("a"), size), 0o600)
}

// finishFile closes what the pool keeps, and removes the file.
func finishFile() {
	for {
		file, _ := pool.Get().(*os.File)
		if file == nil {
			break
		}
		file.Close()
	}
	removeTemporaryFolder()
}

// acquireFile returns nil when there is no file to be had.
func acquireFile(w *worker) *os.File {
	file, err := os.Open(filePath)
	if err != nil {
		w.fail(err)
		return nil
	}
	if probing {
		acquired(w, unsafe.Pointer(file))
	}
	return file
}

func readFile(w *worker, file *os.File, size int) error {
	for done := 0; done < size; {
		length, err := file.Read(w.piece)
		if err == io.EOF {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		done += length
	}
	return nil
}

func useFile(w *worker, file *os.File, size int) bool {
	err := readFile(w, file, size)
	if err != nil {
		w.fail(err)
	}
	if probing {
		used(w, unsafe.Pointer(file))
	}
	return err == nil
}

func releaseFile(file *os.File) {
	if probing {
		lettingGo(unsafe.Pointer(file))
	}
	file.Close()
	if probing {
		letGo(unsafe.Pointer(file))
	}
}

func explicitCloseFile(w *worker, size, count int) int {
	for done := 0; done < count; done++ {
		file := acquireFile(w)
		if file == nil {
			return done
		}
		used := useFile(w, file, size)
		releaseFile(file)
		if !used {
			return done
		}
	}
	return count
}

func scopedDeferFile(w *worker, size, count int) int {
	step := func() bool {
		file := acquireFile(w)
		if file == nil {
			return false
		}
		defer releaseFile(file)
		return useFile(w, file, size)
	}
	for done := 0; done < count; done++ {
		if !step() {
			return done
		}
	}
	return count
}

func loopDeferFile(w *worker, size, count int) int {
	for done := 0; done < count; done++ {
		file := acquireFile(w)
		if file == nil {
			return done
		}
		defer releaseFile(file)
		if !useFile(w, file, size) {
			return done
		}
	}
	return count
}

// takeFile returns a file out of the pool, at its start, or a new one, or nil.
func takeFile(w *worker) *os.File {
	file, _ := pool.Get().(*os.File)
	if file == nil {
		return acquireFile(w)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		releaseFile(file)
		return acquireFile(w)
	}
	return file
}

func objectPoolFile(w *worker, size, count int) int {
	for done := 0; done < count; done++ {
		file := takeFile(w)
		if file == nil {
			return done
		}
		if !useFile(w, file, size) {
			releaseFile(file)
			return done
		}
		if probing {
			lettingGo(unsafe.Pointer(file))
			parked(unsafe.Pointer(file))
		}
		pool.Put(file)
	}
	return count
}
