// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

/** The items of the table of changes. */
final class ChangesItem {
    static final String PART = "part";
    static final String NUMBER = "number";

    private ChangesItem() {}
}
