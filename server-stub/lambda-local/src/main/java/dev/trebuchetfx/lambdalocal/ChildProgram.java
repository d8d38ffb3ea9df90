// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The start of another program that ends with the process which started it, however that ends: its standard input is a pipe, whose end the
 * operating system tells of.
 */
public final class ChildProgram {
    private ChildProgram() {}

    /**
     * Runs the program.
     *
     * @param arguments the name of its main class, and then its own arguments
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("trebuchet-parent-watch").start(ChildProgram::endWithParent);
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(arguments[0] + " failed", e.getCause());
        }
    }

    private static void endWithParent() {
        try (InputStream pipe = System.in) {
            // Nothing is ever written to it.
            pipe.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(1);
    }
}
