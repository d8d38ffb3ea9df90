// SPDX-License-Identifier: Apache-2.0
/** The emulated Lambda: functions in containers, which are processes of AWS's own Java runtime client, and the Runtime API that they ask. */
@NullMarked
package dev.trebuchetfx.lambdalocal.runtime;

import org.jspecify.annotations.NullMarked;
