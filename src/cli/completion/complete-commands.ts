/** The hidden command that the shells' completion scripts call, followed by the words to complete. */
export const COMPLETE = "__complete";

/** The same without descriptions. Both names are cobra's. */
export const COMPLETE_NAMES = "__completeNoDesc";
