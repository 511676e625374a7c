package dev.tercet.api.services;

/** Whether there is room on the disk for more documents. */
@FunctionalInterface
public interface DiskSpace {
  /** What is wrong, for a person; empty while there is room. */
  String shortage();
}
