/** Requests that nobody would write by hand, made from the OpenAPI document. */
@NullMarked
package dev.tercet.acceptance.requests;

import org.jspecify.annotations.NullMarked;
