package main

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// What a pool of open files, or of connections, hands out: how often one that
// is open already, and how often one that is no longer right. And how often a
// group of goroutines takes a file that is open already.

func init() {
	register("handle_reuse", 1, "files and connections reused by a pool and by a group",
		printHandleReuse)
}

const (
	handleUses  = 40
	handleEvery = 8 // uses, after which something happens to what is pooled
)

// What was used how often. Wrong: it could not be used, or was another one
// than was asked for.
type handleReuse struct{ uses, opened, wrong int }

func (c *handleReuse) print(p *printer, setting string) {
	p.Value(setting, "uses", "uses", float64(c.uses))
	p.Value(setting, "opened", "uses", float64(c.opened))
	p.Value(setting, "wrong", "uses", float64(c.wrong))
}

func printHandleReuse(p *printer) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	folder, err := os.MkdirTemp("", "cleanup-claims-")
	if err == nil {
		defer os.RemoveAll(folder)
		err = reuseFileHandles(p, filepath.Join(folder, "file"))
	}
	if err == nil {
		err = reuseConnections(p, filepath.Join(folder, "socket"))
	}
	if err != nil {
		p.Text("", "failure", err.Error())
	}
}

func reuseFileHandles(p *printer, path string) error {
	for _, each := range []struct {
		setting string
		every   int
		happens func(*filePool)
	}{
		{"pool of files", handleUses, func(*filePool) {}},
		{"pool of files, two collections between uses", 1, collectTwice},
		{"pool of files, the file replaced", handleEvery, (*filePool).replace},
		{"pool of files, closed after it was put", handleEvery,
			(*filePool).closePooled},
	} {
		pool := &filePool{path: path, content: '0'}
		if err := pool.write(); err != nil {
			return err
		}
		for pool.uses < handleUses {
			if pool.uses > 0 && pool.uses%each.every == 0 {
				each.happens(pool)
			}
			pool.use()
		}
		p.Value(each.setting, "left_open", "files", float64(filesOpen(path)))
		pool.print(p, each.setting)
		pool.end()
	}
	reuseInGroup(p, path)
	return nil
}

type filePool struct {
	handleReuse
	pool    sync.Pool
	path    string
	content byte // of the file that has that name now
}

func (f *filePool) write() error {
	next := f.path + ".next"
	if err := os.WriteFile(next, []byte{f.content}, 0o600); err != nil {
		return err
	}
	return os.Rename(next, f.path)
}

func (f *filePool) take() *os.File {
	if file, is := f.pool.Get().(*os.File); is {
		return file
	}
	f.opened++
	file, _ := os.Open(f.path)
	return file
}

// use takes a file, reads it, and puts it back if it can be read.
func (f *filePool) use() {
	f.uses++
	file := f.take()
	var content [1]byte
	_, err := file.ReadAt(content[:], 0)
	if err != nil || content[0] != f.content {
		f.wrong++
	}
	if err == nil {
		f.pool.Put(file)
	}
}

func (f *filePool) replace() {
	f.content++
	f.write()
}

// closePooled is a user that puts the file back and closes it all the same, as
// a deferred Close does.
func (f *filePool) closePooled() {
	file := f.take()
	defer file.Close()
	f.pool.Put(file)
}

func collectTwice(*filePool) {
	runtime.GC()
	runtime.GC()
}

func (f *filePool) end() {
	for {
		file, is := f.pool.Get().(*os.File)
		if !is {
			return
		}
		file.Close()
	}
}

// filesOpen is how many descriptors of the file there are. What the collector
// closes it closes a little later.
func filesOpen(path string) int {
	time.Sleep(5 * time.Millisecond)
	links, _ := os.ReadDir("/proc/self/fd")
	files := 0
	for _, link := range links {
		name, _ := os.Readlink("/proc/self/fd/" + link.Name())
		if strings.HasPrefix(name, path) {
			files++
		}
	}
	return files
}

// A group does what golang.org/x/sync/errgroup does, which is no part of the
// standard library: it runs functions side by side, up to a limit, and waits
// for them. There is nothing in it that could be taken again.
type group struct {
	wait  sync.WaitGroup
	slots chan struct{}
	once  sync.Once
	err   error // the first
}

func (g *group) Go(run func() error) {
	g.slots <- struct{}{}
	g.wait.Add(1)
	go func() {
		defer func() {
			<-g.slots
			g.wait.Done()
		}()
		if err := run(); err != nil {
			g.once.Do(func() { g.err = err })
		}
	}()
}

func (g *group) Wait() error {
	g.wait.Wait()
	return g.err
}

func reuseInGroup(p *printer, path string) {
	var lock sync.Mutex
	count := handleReuse{uses: handleUses}
	g := group{slots: make(chan struct{}, handleEvery)}
	for i := 0; i < handleUses; i++ {
		g.Go(func() error {
			file, err := os.Open(path)
			if err != nil {
				return err
			}
			defer file.Close()
			lock.Lock()
			defer lock.Unlock()
			count.opened++
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		p.Text("group", "why_not", err.Error())
		return
	}
	count.print(p, "group")
}

func reuseConnections(p *printer, path string) error {
	for _, each := range []struct {
		setting string
		answers int // after which the server closes a connection
	}{
		{"pool of connections", handleUses},
		{"pool of connections, closed by the server", handleEvery},
	} {
		server, err := net.Listen("unix", path)
		if err != nil {
			return err
		}
		go answer(server, each.answers)
		pool := connectionPool{path: path}
		for pool.uses < handleUses && err == nil {
			err = pool.use()
		}
		server.Close()
		if err != nil {
			return err
		}
		pool.print(p, each.setting)
	}
	return nil
}

// answer sends each byte back.
func answer(server net.Listener, answers int) {
	for {
		connection, err := server.Accept()
		if err != nil {
			return
		}
		io.CopyN(connection, connection, int64(answers))
		connection.Close()
	}
}

type connectionPool struct {
	handleReuse
	pool sync.Pool
	path string
}

// use sends a byte and waits for it to come back.
func (c *connectionPool) use() error {
	c.uses++
	connection, is := c.pool.Get().(net.Conn)
	if !is {
		c.opened++
		var err error
		if connection, err = net.Dial("unix", c.path); err != nil {
			return err
		}
	}
	content := []byte{'?'}
	_, err := connection.Write(content)
	if err == nil {
		_, err = io.ReadFull(connection, content)
	}
	if err != nil {
		c.wrong++
		return connection.Close()
	}
	c.pool.Put(connection)
	return nil
}
