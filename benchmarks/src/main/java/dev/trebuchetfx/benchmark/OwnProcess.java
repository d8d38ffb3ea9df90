// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a benchmark in a process of its own, as a user's program would be. How well the JVM compiles code depends on what ran before, by
 * a factor that no warm-up removes.
 */
public final class OwnProcess {
    private OwnProcess() {}

    /** Runs {@code part} in a new process of this command; if this process is not the command, runs it in place. */
    public static void measure(Workbench bench, Benchmark part, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        List<String> command = command();
        if (command.isEmpty()) {
            part.run(bench, figures);
            return;
        }
        command.addAll(List.of("bench", part.name(), "--json"));
        if (bench.quick()) {
            command.add("--quick");
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                figures.accept(figure(line));
            }
        }
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new BenchmarkFailedException("expected that " + part.name()
                    + " ends with 0 in a process of its own but it ended with " + exitCode + ": run bench "
                    + part.name());
        }
    }

    /**
     * Starts a class of this module in a new process, with the libraries of this one. Its errors go where those of this process go.
     *
     * @param main a public class with a main method
     */
    public static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        String modules = System.getProperty("jdk.module.path");
        if (modules == null) {
            command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), main.getName()));
        } else {
            command.addAll(List.of(
                    "--module-path", modules, "--module", main.getModule().getName() + "/" + main.getName()));
        }
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Returns how this process was started, without its arguments; an empty list if it is not the command. */
    private static List<String> command() {
        String started = System.getProperty("sun.java.command", "").split(" ", 2)[0];
        Optional<String> java = ProcessHandle.current().info().command();
        if (java.isEmpty() || !started.endsWith(".Main")) {
            return List.of();
        }
        List<String> command = new ArrayList<>();
        command.add(java.get());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        String modules = System.getProperty("jdk.module.path");
        if (modules == null) {
            command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), started));
        } else {
            command.addAll(List.of("--module-path", modules, "--module", started));
        }
        return command;
    }

    private static Figure figure(String line) {
        try {
            JsonNode read = JsonMapper.shared().readTree(line);
            Figure.Better better =
                    Figure.Better.valueOf(read.path("better").asString().toUpperCase(Locale.ROOT));
            return new Figure(
                    read.path("figure").asString(),
                    read.path("value").asDouble(),
                    read.path("unit").asString(),
                    better,
                    read.hasNonNull("goal") ? read.path("goal").asDouble() : null);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new BenchmarkFailedException("expected a figure as JSON but found '" + line + "'");
        }
    }
}
