"""演练开始: choosing a script and how it is played."""
