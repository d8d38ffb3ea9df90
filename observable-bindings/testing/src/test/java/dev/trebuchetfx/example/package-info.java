// SPDX-License-Identifier: Apache-2.0
/** Tests of an application as the guide has them. */
@NullMarked
package dev.trebuchetfx.example;

import org.jspecify.annotations.NullMarked;
