// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.change;

/** The arguments of a call, as a registered edit reads them: of this run or of an earlier one. */
public interface CallArguments {

    /** Returns the number of arguments. */
    int size();

    /**
     * Returns an argument.
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException if there are fewer arguments
     * @throws dev.trebuchetfx.client.error.PayloadException if the argument can't be read as {@code type}, or is null
     */
    <T> T get(int index, Class<T> type);
}
