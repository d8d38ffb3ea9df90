// SPDX-License-Identifier: Apache-2.0
/** Tests of the meters. */
@NullMarked
package dev.trebuchetfx.client.micrometer;

import org.jspecify.annotations.NullMarked;
