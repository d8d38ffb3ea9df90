// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.attach;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.inspector.Inspector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An application in a process of its own, which can be watched: it observes the counter of a server and counts at each line that it reads. */
final class WatchedApplication {
    private WatchedApplication() {}

    /** {@code options}: of the virtual machine. */
    static Process start(Class<?> main, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        try (TrebuchetClient client = TrebuchetClient.connect(arguments[0]);
                Inspector _ = Inspector.attachTo(client)) {
            client.actor("counter").observe("observeState", JsonNode.class).listen(StreamListener.ofUpdates(update -> {
                System.out.println(update.sequence());
                System.out.flush();
            }));
            while (System.in.read() >= 0) {
                client.actor("counter").call("increment", Long.class).join();
            }
        }
    }
}
