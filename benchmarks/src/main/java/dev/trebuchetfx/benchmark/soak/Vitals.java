// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The resources that this process holds at one moment.
 *
 * @param heapMb what is in use on the heap after collection
 * @param directMb the memory of buffers outside of the heap, with that which the network library keeps to use again
 * @param threads platform threads; virtual ones are objects on the heap
 * @param descriptors open files and sockets; 0 on a system that does not tell
 */
record Vitals(double heapMb, double directMb, int threads, long descriptors) {
    private static final double MEGABYTE = 1e6;
    private static final int COLLECTIONS = 3;
    private static final int PAUSE_MILLIS = 200;

    /** Collects the garbage and measures. */
    static Vitals measure() throws InterruptedException {
        // What one collection finds unreachable may be closed by a cleaner before the next one frees it.
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            boolean unused = never.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        // Where the library takes memory past the JVM's pools, only the library counts it.
        long library = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
        return new Vitals(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE,
                Math.max(buffers, library) / MEGABYTE,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                        ? unix.getOpenFileDescriptorCount()
                        : 0);
    }

    @Override
    public String toString() {
        return "heap %.1f MB, direct %.1f MB, %d threads, %d descriptors"
                .formatted(heapMb, directMb, threads, descriptors);
    }
}
