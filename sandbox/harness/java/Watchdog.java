package workbench.harness;

/** Ends the JVM when a trial takes longer than even fuel allows: its record first. */
final class Watchdog {
    private final Results results;
    private Trial watched;
    private long deadline;

    Watchdog(Results results) {
        this.results = results;
        Thread thread = new Thread(this::guard, "watchdog");
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
    }

    synchronized void watch(Trial trial, double seconds) {
        watched = trial;
        deadline = System.nanoTime() + (long) (seconds * 1e9);
        notifyAll();
    }

    /** False: too late, it has struck. */
    synchronized boolean release() {
        boolean was = watched != null;
        watched = null;
        return was;
    }

    private void guard() {
        Trial late;
        try {
            late = late();
        } catch (InterruptedException impossible) {
            return;
        }
        late.report(results, "timeout");
        Runtime.getRuntime().halt(0);
    }

    private synchronized Trial late() throws InterruptedException {
        while (true) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (watched == null) {
                wait();
            } else if (left > 0) {
                wait(left);
            } else {
                Trial late = watched;
                watched = null;
                return late;
            }
        }
    }
}
