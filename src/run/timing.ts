/** How long a check may take to come true when it does not say, ms. */
export const CHECK_MS = 5000;
/** A check looks again at the latest after this time, even when nothing seems to change, ms. */
export const LOOK_AGAIN_MS = 500;
