// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The threads of this process, virtual ones too, as the virtual machine's own dump tells. */
final class NamedThreads {
    private NamedThreads() {}

    /** The names of all live threads. */
    static List<String> all() {
        try {
            Path folder = Files.createTempDirectory("threads");
            Path file = folder.resolve("dump.json");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
                return names(JsonMapper.shared().readTree(Files.readString(file)));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of one client. */
    static List<String> of(String client) {
        return all().stream()
                .filter(name -> name.startsWith("trebuchet-" + client + "-"))
                .toList();
    }

    /** The library's threads that write to a client's socket; it gives them a name of its own. */
    static List<String> writers() {
        return all().stream()
                .filter(name -> name.startsWith("WebSocketWriteThread"))
                .toList();
    }

    private static List<String> names(JsonNode dump) {
        List<String> names = new ArrayList<>();
        for (JsonNode container : dump.path("threadDump").path("threadContainers")) {
            for (JsonNode thread : container.path("threads")) {
                names.add(thread.path("name").asString());
            }
        }
        return names;
    }
}
