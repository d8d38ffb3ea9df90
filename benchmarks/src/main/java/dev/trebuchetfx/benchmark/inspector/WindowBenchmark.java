// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.inspector;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Workbench;
import java.util.function.Consumer;

/** The window over live traffic; {@link InspectorBenchmark} runs it in a process of its own. */
public final class WindowBenchmark implements Benchmark {
    @Override
    public String name() {
        return "inspector-window";
    }

    @Override
    public String about() {
        return "the inspector's window while 50,000 messages a second come";
    }

    @Override
    public void run(Workbench bench, Consumer<Figure> figures) throws InterruptedException {
        LiveWindow.measure(bench, figures);
    }
}
