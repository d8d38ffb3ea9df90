// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

/** The reason why the list shows nothing. */
public enum EmptyReason {
    /** The first state has not come yet. */
    LOADING,
    /** The server has never been reached. */
    UNREACHABLE,
    /** The server was reached and can't show its todos. */
    FAILED,
    /** There are no todos at all. */
    NO_TODOS,
    /** There are todos and all of them are done. */
    NONE_OPEN,
    /** There are todos and none of them is done. */
    NONE_DONE,
    /** There are todos and none of those that pass the filter has the searched words. */
    NONE_FOUND
}
