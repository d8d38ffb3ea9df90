// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import dev.trebuchetfx.protocol.time.SystemTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Emulators for tests, with the functions and DynamoDB Local of the test's own class path. */
final class Emulated {
    static final SystemTime TIME = new SystemTime("trebuchet-test-timers", Clock.systemUTC());

    private Emulated() {}

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    static LambdaLocalOptions options() {
        return LambdaLocalOptions.of(classPath(), classPath(), Path.of("target", "lambda-local"));
    }

    static LambdaLocal start() throws IOException {
        return new LambdaLocal(options(), TIME);
    }
}
