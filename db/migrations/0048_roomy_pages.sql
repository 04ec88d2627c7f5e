-- Half of each block stays free for what is written later: a page that is judged again is then written where it lies,
-- and no index hears of it unless its verdict or reason changed. What is stored before this fills up as it did.
ALTER TABLE "pages" SET (fillfactor = 50);
