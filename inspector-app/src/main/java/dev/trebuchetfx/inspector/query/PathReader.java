// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.ArrayList;
import java.util.List;

/** Reads a path into JSON. */
final class PathReader {
    private final Scanner scanner;

    PathReader(Scanner scanner) {
        this.scanner = scanner;
    }

    JsonPath path() throws Refusal {
        if (!scanner.take("$")) {
            throw scanner.refuse(scanner.at(), "a path that begins with $");
        }
        List<JsonPath.Step> steps = new ArrayList<>();
        while (true) {
            if (scanner.take("[")) {
                steps.add(bracket());
            } else if (scanner.take(".")) {
                steps.add(name());
            } else {
                return new JsonPath(steps);
            }
        }
    }

    private JsonPath.Step name() throws Refusal {
        int from = scanner.at();
        if (scanner.take("*")) {
            return new JsonPath.Step.Each();
        }
        StringBuilder name = new StringBuilder();
        while (isNameCharacter(scanner.peek())) {
            name.append(scanner.peek());
            scanner.moveTo(scanner.at() + 1);
        }
        if (!JsonPath.isPlainName(name.toString())) {
            throw scanner.refuse(from, "a name after the dot; other names go into [\"…\"]");
        }
        return new JsonPath.Step.Name(name.toString());
    }

    private static boolean isNameCharacter(char c) {
        return Quoting.isWordCharacter(c) || c == '-';
    }

    private JsonPath.Step bracket() throws Refusal {
        int from = scanner.at();
        JsonPath.Step step;
        if (scanner.take("*")) {
            step = new JsonPath.Step.Each();
        } else if (scanner.peek() == '"') {
            step = new JsonPath.Step.Name(scanner.quoted());
        } else {
            int index = 0;
            int digits = 0;
            while (scanner.peek() >= '0' && scanner.peek() <= '9' && digits < 9) {
                index = index * 10 + scanner.peek() - '0';
                digits++;
                scanner.moveTo(scanner.at() + 1);
            }
            if (digits == 0) {
                throw scanner.refuse(from, "an index, * or a name in quotation marks after [");
            }
            step = new JsonPath.Step.Index(index);
        }
        if (!scanner.take("]")) {
            throw scanner.refuse(scanner.at(), "']'");
        }
        return step;
    }
}
