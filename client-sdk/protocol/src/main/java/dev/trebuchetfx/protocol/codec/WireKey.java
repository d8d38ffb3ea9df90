// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

/**
 * A key of the protocol, with its name and the reader of its value.
 *
 * <p>Keys are compared by identity: each is one constant in {@link WireKeys}.
 *
 * @param <T> the Java type of the value
 */
final class WireKey<T> {
    private final String name;
    private final Reader<T> reader;

    WireKey(String name, Reader<T> reader) {
        this.name = name;
        this.reader = reader;
    }

    String name() {
        return name;
    }

    T read(ValueReader in) throws WireException {
        return reader.read(in);
    }

    /** A function that reads the value at the parser's position. */
    @FunctionalInterface
    interface Reader<T> {
        /** Reads the value and leaves the parser on its last token or, if it throws, anywhere within the value. */
        T read(ValueReader in) throws WireException;
    }
}
