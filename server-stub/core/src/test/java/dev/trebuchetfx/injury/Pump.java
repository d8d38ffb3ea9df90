// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.injury;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One direction of a line: brings bytes from one socket to the other, as far as it is allowed to. A thread of its own. */
final class Pump implements Runnable {
    private final Socket from;
    private final Socket to;
    private final Line line;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean swallows;
    private volatile boolean resets;
    /** How many bytes may pass; negative for as many as come. */
    private final AtomicInteger allowance = new AtomicInteger(-1);

    private volatile Duration delay = Duration.ZERO;
    private volatile boolean bytewise;

    Pump(Socket from, Socket to, Line line) {
        this.from = from;
        this.to = to;
        this.line = line;
    }

    /** What comes is lost, the end of the connection too. */
    void swallow() {
        swallows = true;
    }

    boolean isSwallowing() {
        return swallows;
    }

    /** So many bytes still pass, then the line ends, by a reset or in order. */
    void cutAfter(int bytes, boolean reset) {
        resets = reset;
        allowance.set(bytes);
    }

    /** Each piece waits so long, or each byte goes alone. */
    void slow(Duration newDelay, boolean newBytewise) {
        delay = newDelay;
        bytewise = newBytewise;
    }

    /** Ends a wait. */
    void end() {
        over.countDown();
    }

    @Override
    public void run() {
        byte[] piece = new byte[4_096];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (swallows) {
                    continue;
                }
                int left = allowance.get();
                int pass = left < 0 ? count : Math.min(count, left);
                if (!pass(out, piece, pass)) {
                    break;
                }
                if (left >= 0 && allowance.addAndGet(-pass) <= 0) {
                    line.cut(resets);
                    return;
                }
            }
        } catch (IOException e) {
            // One side is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        line.ended(from, swallows);
    }

    private boolean pass(OutputStream out, byte[] piece, int count) throws IOException, InterruptedException {
        if (!delay.isZero() && over.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        if (swallows) {
            return true;
        }
        try {
            int step = bytewise ? 1 : Math.max(1, count);
            for (int i = 0; i < count; i += step) {
                out.write(piece, i, step);
            }
        } catch (IOException e) {
            if (!line.isMutedTowards(from)) {
                throw e;
            }
            // That the other side is gone is lost on the way back.
            swallows = true;
        }
        return true;
    }
}
